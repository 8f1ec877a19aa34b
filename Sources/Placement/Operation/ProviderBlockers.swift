// SPDX-License-Identifier: Apache-2.0

/// What keeps a provider from being deleted.
package struct ProviderBlockers: Equatable, Sendable {
    /// A provider below it.
    package struct Child: Equatable, Sendable {
        package let uuid: String
        package let name: String?

        package init(uuid: String, name: String?) {
            self.uuid = uuid
            self.name = name
        }
    }

    /// A consumer that holds something of it.
    package struct Holder: Equatable, Sendable {
        package let consumer: AuditedConsumer
        package let resources: [ResourceAmount]

        package init(consumer: AuditedConsumer, resources: [ResourceAmount]) {
            self.consumer = consumer
            self.resources = resources
        }
    }

    /// Its children, the first of them where there are many.
    package let children: [Child]
    package let childCount: Int
    /// Who holds something of it, the first of them where there are many.
    package let holders: [Holder]
    package let holderCount: Int

    package init(children: [Child], childCount: Int, holders: [Holder], holderCount: Int) {
        self.children = children
        self.childCount = childCount
        self.holders = holders
        self.holderCount = holderCount
    }

    /// Whether nothing does.
    package var isEmpty: Bool { childCount == 0 && holderCount == 0 }
}
