// SPDX-License-Identifier: Apache-2.0

package import Placement
import SQL

extension Store {
    /// What consumers hold of each class that a provider has an inventory of.
    ///
    /// Source: reference `placement/objects/usage.py`, `_get_all_by_resource_provider_uuid`.
    package func usages(of provider: ResourceProvider) throws -> [ResourceAmount] {
        try connection.rows(
            """
            SELECT rc.name, coalesce((
                SELECT sum(used) FROM allocations
                WHERE resource_provider_id = inv.resource_provider_id
                AND resource_class_id = inv.resource_class_id), 0)
            FROM inventories inv
            JOIN resource_classes rc ON rc.id = inv.resource_class_id
            WHERE inv.resource_provider_id = ?
            ORDER BY inv.resource_class_id
            """, [.integer(provider.id)]
        ) { ResourceAmount($0.text(0), $0.integer(1)) }
    }
}
