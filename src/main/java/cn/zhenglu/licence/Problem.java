package cn.zhenglu.licence;

/**
 * Something that a person must mend.
 *
 * @param code    stable key of the kind of problem, e.g. {@code credit-code.check-digit}; groups dead letters
 * @param field   name of the record's component it is about, or {@code null}
 * @param message what is wrong, in Chinese, with the offending value (identity numbers masked)
 * @param remedy  what to do, in Chinese
 */
public record Problem(String code, String field, String message, String remedy) {

    private static final int SHOWN = 60;

    /** The same about another field: a code of the same kind. */
    Problem about(LicenceField other) {
        return new Problem(other.code(code.substring(code.indexOf('.') + 1)), other.component(), message, remedy);
    }

    /**
     * A value as messages show it: 「value」, on one line, cut after 60 characters, with any resident's identity number masked,
     * which may stand in a column where none belongs; 「」 for {@code null}.
     */
    public static String quote(String value) {
        if (value == null) {
            return "「」";
        }
        String line = IdentityNumber.maskIn(value).replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ");
        int length = line.codePointCount(0, line.length());
        return '「' + (length <= SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + '…') + '」';
    }
}
