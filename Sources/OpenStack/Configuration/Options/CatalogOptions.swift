// SPDX-License-Identifier: Apache-2.0

/// Options of the section `catalog`, which the Python service does not have.
package enum CatalogOptions {
    package static let keepsJournal = Option(
        "catalog", "keep_journal", .boolean, default: true,
        """
        Put the change journal, a table and triggers, into the database when the service starts, so \
        that allocation candidates load anew only what changed. The Python service is not disturbed \
        by it. Without it, every change makes the next search load all providers. \
        "placement-manage db journal remove" takes it out again.
        """)

    package static let group = OptionGroup(
        "catalog", "The picture of all providers that allocation candidates are searched in.",
        [keepsJournal])
}
