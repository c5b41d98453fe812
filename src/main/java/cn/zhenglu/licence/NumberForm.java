package cn.zhenglu.licence;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the certificate numbers of a type are written.
 *
 * @param form      what they look like once spaces and full-width forms are mended and every bracket is a round one
 * @param canonical the one way of writing it, with {@code $1} for the first group of {@code form}
 * @param sequence  the part that stands in the {@linkplain LicenceIdentifier identifier}, likewise
 * @param example   for messages
 */
public record NumberForm(Pattern form, String canonical, String sequence, String example) {

    private static final Pattern OPEN = Pattern.compile("[(\\[{<（［｛〔【〖「『〈《]");
    private static final Pattern CLOSE = Pattern.compile("[)\\]}>）］｝〕】〗」』〉》]");
    /** White space and what no one sees: zero-width characters, byte order marks, controls. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]+");

    /** Reads what a source or a person may write; empty when it is no such number. */
    public Optional<CertificateNumber> parse(String text) {
        if (text == null) {
            return Optional.empty();
        }
        // any bracket in either place: the place tells which one was meant
        Matcher number = form.matcher(CLOSE.matcher(OPEN.matcher(clean(text)).replaceAll("(")).replaceAll(")"));
        return number.matches()
                ? Optional.of(new CertificateNumber(number.replaceFirst(canonical), number.replaceFirst(sequence)))
                : Optional.empty();
    }

    /**
     * The canonical text, mending other brackets, full-width digits, lower case and spaces. What is no certificate number comes
     * back without its spaces and full-width forms, so that {@link LicenceRules} can show and refuse it.
     */
    public String normalise(String text) {
        return parse(text).map(CertificateNumber::value).orElseGet(() -> clean(text));
    }

    static String clean(String text) {
        return INVISIBLE.matcher(HalfWidth.of(text)).replaceAll("").toUpperCase(Locale.ROOT);
    }

    /** Patterns are equal when they are written alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof NumberForm that && form.pattern().equals(that.form.pattern()) && canonical.equals(that.canonical)
                && sequence.equals(that.sequence);
    }

    @Override
    public int hashCode() {
        return form.pattern().hashCode();
    }
}
