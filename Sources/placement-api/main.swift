// SPDX-License-Identifier: Apache-2.0

print("placement-api is not built yet")
