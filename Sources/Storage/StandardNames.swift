// SPDX-License-Identifier: Apache-2.0

import Placement
import SQL

extension Store {
    /// Adds the standard traits and resource classes that the database lacks.
    ///
    /// A standard class has its place in the list as its identity. What an operator removed by
    /// hand comes back; what the database has beyond the lists stays.
    ///
    /// Source: reference `placement/objects/trait.py` and `resource_class.py`, `ensure_sync`.
    package func syncStandardNames() throws {
        let traits = Set(try connection.rows("SELECT name FROM traits") { $0.text(0) })
        for name in StandardNames.traits where !traits.contains(name) {
            try connection.run(
                "INSERT INTO traits (created_at, name) VALUES (?, ?)",
                [.text(now.text), .text(name)])
        }

        var taken: Set<Int> = []
        var classes: Set<String> = []
        try connection.forEachRow("SELECT id, name FROM resource_classes") { row in
            taken.insert(row.integer(0))
            classes.insert(row.text(1))
        }
        for (id, name) in StandardNames.resourceClasses.enumerated()
        where !classes.contains(name) && !taken.contains(id) {
            try connection.run(
                "INSERT INTO resource_classes (created_at, id, name) VALUES (?, ?, ?)",
                [.text(now.text), .integer(id), .text(name)])
        }
    }

    /// Whether ``syncStandardNames()`` would add nothing.
    package func hasStandardNames() throws -> Bool {
        let traits = Set(try connection.rows("SELECT name FROM traits") { $0.text(0) })
        let classes = Set(try connection.rows("SELECT name FROM resource_classes") { $0.text(0) })
        return traits.isSuperset(of: StandardNames.traits)
            && classes.isSuperset(of: StandardNames.resourceClasses)
    }
}
