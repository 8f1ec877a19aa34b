// SPDX-License-Identifier: Apache-2.0

/// What one provider has of one resource class, and how it may be handed out.
package struct Stock: Equatable, Sendable {
    /// Units that may be allocated in all, a whole number.
    ///
    /// A `Double`, because an allocation ratio may lift it over every integer type.
    /// Source: reference `placement/objects/allocation_candidate.py`, which cuts the fraction off.
    package let capacity: Double
    /// Units that consumers hold.
    package let used: Int
    /// Units that are left; negative if more is held than there is.
    let free: Int
    /// The least that one allocation may take.
    let minimum: Int
    /// The most that one allocation may take.
    let maximum: Int
    /// An allocation takes a multiple of this.
    let step: Int

    /// A provider's inventory with the usage of its class.
    package init(
        total: Int, reserved: Int, allocationRatio: Double, used: Int,
        minimum: Int, maximum: Int, step: Int
    ) {
        let product = (Double(total) - Double(reserved)) * allocationRatio
        let capacity = product.isFinite ? product.rounded(.towardZero) : 0
        self.capacity = capacity
        self.used = used
        let bounded = Int(min(max(capacity, -0x1p62), 0x1p62))
        let (free, overflow) = bounded.subtractingReportingOverflow(used)
        self.free = overflow ? Int.min : free
        self.minimum = minimum
        self.maximum = maximum
        self.step = step
    }

    /// Whether one request for `amount` units can be served.
    ///
    /// Source: reference `placement/objects/research_context.py`, the capacity check clause.
    func fits(_ amount: Int) -> Bool {
        amount <= free && amount >= minimum && amount <= maximum
            && (step == 1 || (step != 0 && amount % step == 0))
    }

    /// Whether several requests that fit alone still fit together.
    ///
    /// Source: reference, `RequestWideSearchContext.exceeds_capacity`: no check of the least
    /// amount and the step.
    func fits(sum: Int) -> Bool {
        sum <= free && sum <= maximum
    }
}

/// The stock of a page's providers, column by column: all of one class, then all of the next.
struct StockColumns: Equatable, Sendable {
    /// Which providers have each class.
    private(set) var classes = SlotColumns()
    /// Where each class starts in `stock`; one more than there are classes.
    private var starts: [Int] = [0]
    /// In the order of classes, then of slots.
    private var stock: [Stock] = []

    /// The providers that can serve `amount` units of a class.
    func word(fitting amount: Int, of resourceClass: Int32) -> UInt64 {
        guard let column = classes.index(of: resourceClass) else { return 0 }
        var rest = classes.words[column]
        var position = starts[column]
        var result: UInt64 = 0
        while rest != 0 {
            if stock[position].fits(amount) { result |= rest & (0 &- rest) }
            position += 1
            rest &= rest &- 1
        }
        return result
    }

    /// The stock of one provider.
    func stock(of resourceClass: Int32, slot: Int) -> Stock? {
        let bit = UInt64(1) << UInt64(slot)
        guard let column = classes.index(of: resourceClass), classes.words[column] & bit != 0
        else { return nil }
        return stock[starts[column] + (classes.words[column] & (bit - 1)).nonzeroBitCount]
    }

    /// All that one provider has, in the order of classes.
    func all(inSlot slot: Int) -> [(resourceClass: Int32, stock: Stock)] {
        let bit = UInt64(1) << UInt64(slot)
        var result: [(resourceClass: Int32, stock: Stock)] = []
        for column in classes.ids.indices where classes.words[column] & bit != 0 {
            let rank = (classes.words[column] & (bit - 1)).nonzeroBitCount
            result.append((classes.ids[column], stock[starts[column] + rank]))
        }
        return result
    }

    /// Shows everything, in the order of classes.
    func forEach(_ body: (_ resourceClass: Int32, _ stock: Stock) -> Void) {
        for column in classes.ids.indices {
            for position in starts[column]..<starts[column + 1] {
                body(classes.ids[column], stock[position])
            }
        }
    }

    /// Replaces what the providers of some slots have.
    ///
    /// - Parameters:
    ///   - cleared: The slots that lose all they had.
    ///   - added: What slots get, in any order; a slot in it is not one that kept something.
    mutating func replace(
        cleared: UInt64, added: [(resourceClass: Int32, slot: Int, stock: Stock)]
    ) {
        var entries: [(resourceClass: Int32, slot: Int, stock: Stock)] = added
        for column in classes.ids.indices {
            var rest = classes.words[column]
            var position = starts[column]
            while rest != 0 {
                if rest & (0 &- rest) & cleared == 0 {
                    entries.append(
                        (classes.ids[column], rest.trailingZeroBitCount, stock[position]))
                }
                position += 1
                rest &= rest &- 1
            }
        }
        entries.sort { ($0.resourceClass, $0.slot) < ($1.resourceClass, $1.slot) }
        classes = SlotColumns()
        starts = []
        stock = []
        for (position, entry) in entries.enumerated() {
            if classes.ids.last != entry.resourceClass { starts.append(position) }
            classes.insert(entry.resourceClass, slot: entry.slot)
            stock.append(entry.stock)
        }
        starts.append(stock.count)
    }
}
