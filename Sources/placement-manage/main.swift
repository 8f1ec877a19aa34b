// SPDX-License-Identifier: Apache-2.0

print("placement-manage is not built yet")
