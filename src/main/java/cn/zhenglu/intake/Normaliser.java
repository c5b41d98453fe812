package cn.zhenglu.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import cn.zhenglu.licence.HalfWidth;
import cn.zhenglu.licence.NumberForm;

/** The ways of mending a value that a mapping file can name, by the constant's name in lower case with hyphens. */
enum Normaliser {
    /** White space off both ends; line breaks and invisible characters out everywhere: they come from spreadsheets. */
    TRIM(Normaliser::trim),
    /** Full-width digits, letters and punctuation to half-width. */
    HALF_WIDTH(HalfWidth::of),
    /** Half-width digits, letters and punctuation to full-width, e.g. in names and addresses. */
    FULL_WIDTH(Normaliser::fullWidth),
    /** Round brackets of a name to full-width: 某某（集团）有限公司; 〔〕, 【】 and the like count as round ones too. */
    BRACKETS(Normaliser::brackets),
    /** All white space and invisible characters out: for numbers and codes. */
    NO_SPACES(text -> Patterns.BLANK.matcher(text).replaceAll("")),
    /** Small letters to capitals. */
    UPPER_CASE(text -> text.toUpperCase(Locale.ROOT)),
    /** The certificate number's brackets, digits and spaces, see {@link NumberForm#normalise}. */
    CERTIFICATE_NUMBER((text, help) -> help.number().normalise(text)),
    /** A day in any of the usual forms to yyyy-MM-dd, see {@link Dates}. */
    DATE(text -> Dates.parse(text).toString()),
    /** As {@link #DATE}, and a spreadsheet's serial number of a day: 45078 is 2023-06-01. */
    EXCEL_DATE(text -> Dates.parseSerial(text).toString()),
    /** 行政区划: a name or code in any of the usual forms to the code of 6 digits, see {@link Districts}. */
    DISTRICT((text, help) -> help.dictionaries().districts().code(text));

    /**
     * What a way of mending may look up.
     *
     * @param dictionaries {@code null} where there are none
     * @param number       how certificate numbers are written
     */
    record Help(Dictionaries dictionaries, NumberForm number) {
    }

    private interface Mending {
        String apply(String text) throws Unreadable;
    }

    private interface LookingUp {
        String apply(String text, Help help) throws Unreadable;
    }

    /** Apart, because constants are made before the enum's own static fields. */
    private static final class Patterns {
        static final Pattern LINE_BREAK = Pattern.compile("[\\s\\p{Z}]*\\R[\\s\\p{Z}]*");
        static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}]+");
        static final Pattern ENDS = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");
        static final Pattern OPEN = Pattern.compile("[(\\[{（［｛〔【〖]");
        static final Pattern CLOSE = Pattern.compile("[)\\]}）］｝〕】〗]");
        static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");
    }

    private final LookingUp mending;

    Normaliser(LookingUp mending) {
        this.mending = mending;
    }

    Normaliser(Mending mending) {
        this((text, none) -> mending.apply(text));
    }

    /** What {@code text}, which is not blank, becomes; possibly empty. */
    String apply(String text, Help help) throws Unreadable {
        return mending.apply(text, help);
    }

    static Optional<Normaliser> named(String name) {
        return Arrays.stream(values()).filter(normaliser -> normaliser.toString().equals(name)).findFirst();
    }

    /** All names, for messages. */
    static String names() {
        return Arrays.stream(values()).map(Normaliser::toString).collect(Collectors.joining("、"));
    }

    /** The name in mapping files, e.g. {@code half-width}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String trim(String text) {
        if (!Patterns.BLANK.matcher(text).find()) {
            return text; // as most are
        }
        String oneLine = Patterns.LINE_BREAK.matcher(text).replaceAll("");
        return Patterns.ENDS.matcher(Patterns.INVISIBLE.matcher(oneLine).replaceAll("")).replaceAll("");
    }

    private static String brackets(String text) {
        return Patterns.CLOSE.matcher(Patterns.OPEN.matcher(text).replaceAll("（")).replaceAll("）");
    }

    private static String fullWidth(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().forEach(c -> out.append((char) (c == ' ' ? 0x3000 : c > 0x20 && c < 0x7F ? c + 0xFEE0 : c)));
        return out.toString();
    }
}
