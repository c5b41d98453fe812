package cn.zhenglu.intake;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import cn.zhenglu.licence.CertificateNumber;
import cn.zhenglu.licence.HalfWidth;

/** The ways of mending a value that a mapping file can name, by the constant's name in lower case with hyphens. */
enum Normaliser {
    /** White space off both ends; line breaks and invisible characters out everywhere: they come from spreadsheets. */
    TRIM(Normaliser::trim),
    /** Full-width digits, letters and punctuation to half-width. */
    HALF_WIDTH(HalfWidth::of),
    /** All white space and invisible characters out: for numbers and codes. */
    NO_SPACES(text -> Patterns.BLANK.matcher(text).replaceAll("")),
    /** Small letters to capitals. */
    UPPER_CASE(text -> text.toUpperCase(Locale.ROOT)),
    /** The certificate number's brackets, digits and spaces, see {@link CertificateNumber#normalise}. */
    CERTIFICATE_NUMBER(CertificateNumber::normalise),
    /** A day in any of the usual forms to yyyy-MM-dd, see {@link Dates}. */
    DATE(text -> Dates.parse(text).toString());

    private interface Mending {
        String apply(String text) throws Unreadable;
    }

    /** Apart, because constants are made before the enum's own static fields. */
    private static final class Patterns {
        static final Pattern LINE_BREAK = Pattern.compile("[\\s\\p{Z}]*\\R[\\s\\p{Z}]*");
        static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}]+");
        static final Pattern ENDS = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");
        static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");
    }

    private final Mending mending;

    Normaliser(Mending mending) {
        this.mending = mending;
    }

    /** What {@code text}, which is not blank, becomes; possibly empty. */
    String apply(String text) throws Unreadable {
        return mending.apply(text);
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
        String oneLine = Patterns.LINE_BREAK.matcher(text).replaceAll("");
        return Patterns.ENDS.matcher(Patterns.INVISIBLE.matcher(oneLine).replaceAll("")).replaceAll("");
    }
}
