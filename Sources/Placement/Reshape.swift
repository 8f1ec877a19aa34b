// SPDX-License-Identifier: Apache-2.0

/// The inventories that a provider shall have once a request to reshape is done, and no others.
package struct Reshape: Equatable, Sendable {
    /// The UUID of the provider as the client wrote it.
    package let provider: String
    /// The generation that the client believes it to have, `nil` if no provider can have it.
    package let generation: Int?
    /// The generation as a refusal repeats it.
    package let generationText: String
    /// The inventories, each class once; a class that is missing goes.
    package let inventories: [ClassInventory]

    package init(
        provider: String, generation: Int?, generationText: String, inventories: [ClassInventory]
    ) {
        self.provider = provider
        self.generation = generation
        self.generationText = generationText
        self.inventories = inventories
    }
}
