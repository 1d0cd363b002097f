//! Days and times as CASE writes them, and what stands where nobody said any.

use crate::formats::statement::is_day;

/// The end of a stamp: no source that writes milliseconds together with this offset is known, and whoever changes
/// something at midnight to the millisecond is told apart by the day.
const STAMP_END: &str = "T00:00:00.000+00:00";

/// The day of a stamp where the version of a release is no day.
const NO_DAY: &str = "1970-01-01";

/// What stands as time of the last change where the framework knows none: midnight of the day (month, year) that its
/// version is, else of the first day of 1970.
pub(super) fn stamp(version: &str) -> String {
    let longer = [version.to_owned(), format!("{version}-01"), format!("{version}-01-01")];
    let day = longer.iter().find(|day| is_day(day)).map_or(NO_DAY, String::as_str);
    format!("{day}{STAMP_END}")
}

/// Whether it could be a stamp.
pub(super) fn is_like_stamp(time: &str) -> bool {
    time.ends_with(STAMP_END)
}

/// A time of RFC 3339, for putting in order: seconds since the year 0, then the digits of the fraction.
///
/// `None` where it is no such time, or has no offset.
pub(super) fn instant(text: &str) -> Option<(i64, &str)> {
    let (local, offset) = split_offset(text)?;
    let (day, time) = (local.get(..10)?, local.get(10..)?);
    let time = time.strip_prefix(['T', 't'])?;
    let (clock, fraction) = match time.split_once('.') {
        Some((clock, fraction)) if is_digits(fraction) => (clock, fraction),
        Some(_) => return None,
        None => (time, ""),
    };
    let mut parts = clock.split(':').map(|part| two_digits(part, 60));
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    if !is_day(day) || hour > 23 || minute > 59 || parts.next().is_some() {
        return None;
    }
    let seconds = days_since_year_0(day)? * 86_400 + hour * 3_600 + minute * 60 + second;
    Some((seconds - offset, fraction.trim_end_matches('0')))
}

/// The time with an offset: one that says none is taken for UTC, as best practice has it.
///
/// `None` where it is no time even so.
pub(super) fn with_offset(text: &str) -> Option<String> {
    if instant(text).is_some() {
        return Some(text.to_owned());
    }
    let text = text.replacen(' ', "T", 1);
    let day = format!("{text}T00:00:00+00:00");
    [format!("{text}+00:00"), day].into_iter().find(|time| instant(time).is_some())
}

/// The day of a day or a time.
pub(super) fn day(text: &str) -> Option<&str> {
    let day = text.get(..10).filter(|day| is_day(day))?;
    (text.len() == 10 || text[10..].starts_with(['T', 't', ' '])).then_some(day)
}

/// The local time and the offset in seconds.
fn split_offset(text: &str) -> Option<(&str, i64)> {
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return Some((local, 0));
    }
    let at = text.len().checked_sub(6)?;
    let (local, offset) = (text.get(..at)?, text.get(at..)?);
    let sign = match offset.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    Some((local, sign * (two_digits(hours, 23)? * 3_600 + two_digits(minutes, 59)? * 60)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn two_digits(text: &str, most: i64) -> Option<i64> {
    let number = if text.len() == 2 && is_digits(text) { text.parse().ok()? } else { return None };
    (number <= most).then_some(number)
}

/// Days since 1 March of the year 0 of the Gregorian calendar, of a day of it.
fn days_since_year_0(day: &str) -> Option<i64> {
    let number = |from: usize, to: usize| day.get(from..to)?.parse::<i64>().ok();
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    // The year is begun in March, so that the leap day is its last.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(
        365 * year + year.div_euclid(4) - year.div_euclid(100)
            + year.div_euclid(400)
            + (153 * month + 2) / 5
            + day,
    )
}

/// The time at which that day begins, as the standard writes it.
pub(super) fn midnight(day: &str) -> String {
    format!("{day}T00:00:00+00:00")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_put_in_order_whatever_their_offset() {
        let rows = [
            "1999-12-31T23:59:59Z",
            "2000-02-28T23:30:00-01:00",
            "2000-02-29T00:30:01+00:00",
            "2000-03-01T00:00:00.25Z",
            "2000-03-01T00:00:00.3Z",
            "2000-03-01T02:00:01.000+02:00",
            "2017-05-25t18:05:33.123456-05:30",
        ];
        for pair in rows.windows(2) {
            assert!(instant(pair[0]).unwrap() < instant(pair[1]).unwrap(), "{pair:?}");
        }
        assert_eq!(instant("2000-01-01T00:00:00Z"), instant("1999-12-31T23:00:00.00-01:00"));
        for refused in [
            "",
            "2017-05-25",
            "2017-05-25T18:05:33",
            "2017-02-30T00:00:00Z",
            "2017-05-25T24:00:00Z",
            "é",
            "2017-05-25T18:05Z",
            "2017-05-25T18:05:33.Z",
            "2017-05-25T18:05:33+2:00",
            "2017-05-25T18:05:33:11Z",
        ] {
            assert_eq!(instant(refused), None, "{refused}");
        }
    }

    #[test]
    fn a_time_without_an_offset_is_read_as_utc() {
        for (text, wanted) in [
            ("2017-05-25T18:05:33", Some("2017-05-25T18:05:33+00:00")),
            ("2017-05-25 18:05:33", Some("2017-05-25T18:05:33+00:00")),
            ("2017-05-25", Some("2017-05-25T00:00:00+00:00")),
            ("2017-05-25T18:05:33-07:00", Some("2017-05-25T18:05:33-07:00")),
            ("yesterday", None),
        ] {
            assert_eq!(with_offset(text).as_deref(), wanted, "{text}");
        }
        let days = [day("2017-05-25"), day("2017-05-25T18:05:33Z"), day("2017-05-255"), day("May")];
        assert_eq!(days, [Some("2017-05-25"), Some("2017-05-25"), None, None]);
    }

    #[test]
    fn a_stamp_is_made_of_the_version() {
        for (version, wanted) in [
            ("2024-05-06", "2024-05-06T00:00:00.000+00:00"),
            ("2024-05", "2024-05-01T00:00:00.000+00:00"),
            ("2024", "2024-01-01T00:00:00.000+00:00"),
            ("1.2", "1970-01-01T00:00:00.000+00:00"),
            ("", "1970-01-01T00:00:00.000+00:00"),
        ] {
            assert_eq!(stamp(version), wanted);
            assert!(is_like_stamp(wanted) && instant(wanted).is_some());
        }
    }
}
