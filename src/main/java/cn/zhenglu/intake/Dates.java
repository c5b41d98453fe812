package cn.zhenglu.intake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import cn.zhenglu.licence.HalfWidth;

/**
 * Days as sources write them: 2023-06-01, 2023/6/1, 2023.6.1, 20230601, 2023年6月1日, each with or without a time of day, also
 * in full-width characters. A time with an offset from UTC is the day it then was in China. A spreadsheet's serial number is
 * read only where it is expected: 5 digits may be anything.
 */
final class Dates {

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
    private static final String TIME = "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::\\d{2}(?:\\.\\d{1,9})?)?"
            + "\\s*(?<offset>Z|[+-]\\d{2}:?\\d{2})?";
    private static final Pattern SEPARATED =
            Pattern.compile("(?<year>\\d{4})([-/.])(?<month>\\d{1,2})\\2(?<day>\\d{1,2})(?:[T\\s]\\s*" + TIME + ")?");
    private static final Pattern CHINESE =
            Pattern.compile("(?<year>\\d{4})\\s*年\\s*(?<month>\\d{1,2})\\s*月\\s*(?<day>\\d{1,2})\\s*日\\s*(?:" + TIME + ")?");
    private static final Pattern COMPACT =
            Pattern.compile("(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})"
                    + "(?:(?<hour>\\d{2})(?<minute>\\d{2})\\d{2}(?<offset>Z)?)?");
    /** Days of a spreadsheet (1900 system), with or without a time of day: 1950-01-01 to 2099-12-31. */
    private static final Pattern SERIAL = Pattern.compile("(\\d{5})(?:\\.\\d+)?");
    private static final LocalDate SERIAL_ZERO = LocalDate.of(1899, 12, 30);
    private static final int FIRST_SERIAL = 18_264;
    private static final int LAST_SERIAL = 73_050;
    private static final Pattern DASHES = Pattern.compile("[\\p{Pd}−]");

    private Dates() {
    }

    static LocalDate parse(String text) throws Unreadable {
        String plain = DASHES.matcher(HalfWidth.of(text)).replaceAll("-").strip();
        for (Pattern form : new Pattern[] {SEPARATED, CHINESE, COMPACT}) {
            Matcher date = form.matcher(plain);
            if (date.matches()) {
                return day(date);
            }
        }
        throw unreadable("不是可以识别的日期");
    }

    /** As {@link #parse}, and serial numbers of spreadsheets. */
    static LocalDate parseSerial(String text) throws Unreadable {
        Matcher serial = SERIAL.matcher(HalfWidth.of(text).strip());
        if (serial.matches()) {
            int days = Integer.parseInt(serial.group(1));
            if (days >= FIRST_SERIAL && days <= LAST_SERIAL) {
                return SERIAL_ZERO.plusDays(days);
            }
        }
        return parse(text);
    }

    private static LocalDate day(Matcher date) throws Unreadable {
        try {
            LocalDate written = LocalDate.of(number(date, "year"), number(date, "month"), number(date, "day"));
            if (date.group("offset") == null) {
                return written;
            }
            LocalDateTime time = written.atTime(number(date, "hour"), number(date, "minute"));
            return time.atOffset(ZoneOffset.of(date.group("offset"))).atZoneSameInstant(CHINA).toLocalDate();
        } catch (DateTimeException noSuchDay) {
            throw unreadable("不是存在的日期");
        }
    }

    private static int number(Matcher date, String group) {
        return Integer.parseInt(date.group(group));
    }

    private static Unreadable unreadable(String what) {
        return new Unreadable("unreadable", what, "请在来源系统中更正为如 2023-06-01 的日期后重新提交");
    }
}
