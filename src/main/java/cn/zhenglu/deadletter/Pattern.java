package cn.zhenglu.deadletter;

import cn.zhenglu.licence.Problem;

/** What the reasons of many records have in common: the text without the values of one record. */
final class Pattern {

    private static final int LONGEST = 200;

    private Pattern() {
    }

    /** The first problem's message with quoted values, numbers and codes as 「…」; at most 200 characters. */
    static String of(Problem problem) {
        String common = problem.message()
                .replaceAll("「[^」]*」", "「…」")
                .replaceAll("“[^”]*”", "“…”")
                .replaceAll("（\\p{IsHan}）JZ安许证字\\[\\d{4}]\\d{6}", "…")
                .replaceAll("[0-9A-Za-z*]*[0-9*][0-9A-Za-z*.:/-]*", "…")
                .replaceAll("…(\\s*…)+", "…");
        return common.length() <= LONGEST ? common : common.substring(0, LONGEST);
    }
}
