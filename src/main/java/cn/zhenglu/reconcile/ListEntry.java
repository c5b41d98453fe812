package cn.zhenglu.reconcile;

import cn.zhenglu.licence.LicenceState;

/**
 * A line of the list as it is understood; whatever is not given is {@code null}.
 *
 * @param line      number in the list
 * @param certNum   canonical; {@code null} when the line cannot be compared, then {@code problem} says why
 * @param type      id of the certificate type
 * @param version   from its own column, or from the identifier
 * @param state     {@code null} as well when {@code stateText} is a word that nobody knows
 * @param stateText as written
 */
record ListEntry(long line, String certNum, String type, String identifier, Integer version, LicenceState state, String stateText,
        String company, String creditCode, String department, String problem) {
}
