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
}
