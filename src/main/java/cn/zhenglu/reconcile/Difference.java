package cn.zhenglu.reconcile;

import cn.zhenglu.licence.LicenceState;

/**
 * One thing that differs; what does not apply is {@code null}.
 *
 * @param line         in the list
 * @param stateThere   as the list writes it
 * @param submissionId what made the version in force; for what is missing here, what is under way for that number
 * @param note         for a line that could not be read, why, in Chinese
 */
public record Difference(long id, DifferenceKind kind, String certNum, String department, Long line, String company,
        String companyThere, String creditCode, String creditThere, Integer version, Integer versionThere, String identifier,
        String identifierThere, LicenceState state, String stateThere, String submissionId, String note) {
}
