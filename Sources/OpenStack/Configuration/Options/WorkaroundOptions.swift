// SPDX-License-Identifier: Apache-2.0

/// Options of the section `workarounds`.
///
/// Source: reference `placement/conf/workarounds.py`.
package enum WorkaroundOptions {
    package static let optimizesForWideProviderTrees = Option(
        "workarounds", "optimize_for_wide_provider_trees", .boolean, default: false,
        """
        In the Python service, a faster search where a provider has many like children. Here the \
        search is always fast.
        """, [.ineffective])

    package static let group = OptionGroup(
        "workarounds", "Switches around known faults of the Python service.",
        [optimizesForWideProviderTrees])
}
