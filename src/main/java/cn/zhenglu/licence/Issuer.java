package cn.zhenglu.licence;

/**
 * The issuing authority printed on every licence (发证机关).
 *
 * @param name full Chinese name
 * @param code its 统一社会信用代码, GB 32100; part of every identifier
 */
public record Issuer(String name, String code) {
}
