// SPDX-License-Identifier: Apache-2.0

/// What a consumer holds of one resource class of one provider.
package struct Allocation: Equatable, Sendable {
    /// The UUID of the provider.
    package let provider: String
    package let providerGeneration: Int
    package let resourceClass: String
    /// Units held, at least 1.
    package let used: Int
    /// When it was claimed: allocations are replaced, never changed.
    package let lastModified: Timestamp?

    package init(
        provider: String, providerGeneration: Int, resourceClass: String, used: Int,
        lastModified: Timestamp?
    ) {
        self.provider = provider
        self.providerGeneration = providerGeneration
        self.resourceClass = resourceClass
        self.used = used
        self.lastModified = lastModified
    }
}

/// What one consumer holds of a provider that was asked for.
package struct Holding: Equatable, Sendable {
    /// The UUID of the consumer.
    package let consumer: String
    package let consumerGeneration: Int
    package let resourceClass: String
    /// Units held, at least 1.
    package let used: Int
    /// When it was claimed.
    package let lastModified: Timestamp?

    package init(
        consumer: String, consumerGeneration: Int, resourceClass: String, used: Int,
        lastModified: Timestamp?
    ) {
        self.consumer = consumer
        self.consumerGeneration = consumerGeneration
        self.resourceClass = resourceClass
        self.used = used
        self.lastModified = lastModified
    }
}
