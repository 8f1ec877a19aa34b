// SPDX-License-Identifier: Apache-2.0

/// A provider with all that it has, to be shown to a person.
package struct ProviderPicture: Sendable {
    package let id: Int
    package let uuid: String
    package let name: String?
    package let generation: Int
    /// The row of its parent, whether that exists or not.
    package let parentID: Int?
    /// What it has and what of that is used, by class.
    package var stock: [Stock] = []
    package var traits: [String] = []
    /// The UUIDs of its aggregates.
    package var aggregates: [String] = []

    /// An inventory with its use.
    package struct Stock: Equatable, Sendable {
        package let resourceClass: String
        package let inventory: Inventory
        /// Units that consumers hold.
        package let used: Int

        package init(_ resourceClass: String, _ inventory: Inventory, used: Int) {
            self.resourceClass = resourceClass
            self.inventory = inventory
            self.used = used
        }
    }

    package init(id: Int, uuid: String, name: String?, generation: Int, parentID: Int?) {
        self.id = id
        self.uuid = uuid
        self.name = name
        self.generation = generation
        self.parentID = parentID
    }
}

/// Providers in the order in which a tree is drawn: each before its children.
package struct ProviderOutline: Sendable {
    /// A provider with its place in the drawing.
    package struct Line: Sendable {
        package let provider: ProviderPicture
        /// How many ancestors are drawn above it.
        package let depth: Int
        /// Whether no sibling follows.
        package let isLastChild: Bool
        package let hasChildren: Bool
    }

    package private(set) var lines: [Line] = []

    /// Orders providers; siblings by name.
    ///
    /// None is left out: one whose parent is not among them is drawn as a root, and so is the first
    /// of those that are in a loop.
    package init(_ providers: [ProviderPicture]) {
        let places = Dictionary(
            providers.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        var children: [Int: [Int]] = [:]
        var roots: [Int] = []
        for (place, provider) in providers.enumerated() {
            if let parent = provider.parentID, let parentPlace = places[parent] {
                children[parentPlace, default: []].append(place)
            } else {
                roots.append(place)
            }
        }
        var isDrawn = [Bool](repeating: false, count: providers.count)
        for root in roots { draw(root, providers, children, &isDrawn) }
        for place in providers.indices where !isDrawn[place] {
            draw(place, providers, children, &isDrawn)
        }
    }

    private mutating func draw(
        _ root: Int, _ providers: [ProviderPicture], _ children: [Int: [Int]],
        _ isDrawn: inout [Bool]
    ) {
        // A stack, since a damaged database may have trees of any depth.
        var waiting = [(place: root, depth: 0, isLast: true)]
        while let next = waiting.popLast() {
            guard !isDrawn[next.place] else { continue }
            isDrawn[next.place] = true
            let below = (children[next.place] ?? []).filter { !isDrawn[$0] }
                .sorted { providers[$0].orderKey < providers[$1].orderKey }
            lines.append(
                Line(
                    provider: providers[next.place], depth: next.depth,
                    isLastChild: next.isLast, hasChildren: !below.isEmpty))
            for place in below.reversed() {
                waiting.append((place, next.depth + 1, place == below.last))
            }
        }
    }
}

extension ProviderPicture {
    fileprivate var orderKey: (String, Int) { (name ?? "", id) }
}
