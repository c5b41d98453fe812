package cn.zhenglu.licence;

/**
 * An approving department (审批部门).
 *
 * @param id      short name used by sources and settings, e.g. {@code fuzhou}
 * @param citynum region code, GB/T 2260, 6 digits
 * @param name    full Chinese name
 * @param seal    name of its seal under {@code zhenglu.seals}
 */
public record Department(String id, String citynum, String name, String seal) {
}
