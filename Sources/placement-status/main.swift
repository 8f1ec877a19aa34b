// SPDX-License-Identifier: Apache-2.0

print("placement-status is not built yet")
