// SPDX-License-Identifier: Apache-2.0

extension Logger {
    /// Writes what a part without a log of its own has to say.
    func write(_ notice: Notice) {
        switch notice.severity {
        case .info: info(notice.text)
        case .warning: warning(notice.text)
        case .error: error(notice.text)
        }
    }
}
