// SPDX-License-Identifier: Apache-2.0

import Calendar
import Testing

@Suite struct CivilDateTests {
    @Test(arguments: [
        (0, 1970, 1, 1), (-1, 1969, 12, 31), (11_016, 2000, 2, 29), (47_540, 2100, 2, 28),
        (47_541, 2100, 3, 1), (-719_468, 0, 3, 1),
    ])
    func `days count from 1970`(days: Int, year: Int, month: Int, day: Int) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(CivilDate(daysSince1970: days) == date)
        #expect(date.daysSince1970 == days)
    }

    @Test func `every day of six centuries is found again`() {
        for days in -110_000...110_000 {
            let date = CivilDate(daysSince1970: days)
            guard date.daysSince1970 == days else {
                Issue.record("day \(days) came back as \(date.daysSince1970)")
                return
            }
        }
    }
}
