package cn.zhenglu.alert;

/**
 * Something that people must be told of while it is the case.
 *
 * @param key    stays the same while it lasts, on all nodes, at most 200 characters; e.g. {@code seal.expiring:fuzhou}
 * @param title  in Chinese, short
 * @param detail in Chinese: what it is and what to do. It leaves the house, so: no person, no company, no secret
 * @param path   of the console's page about it, e.g. {@code /console/dead-letters}
 */
public record Condition(String key, String title, String detail, String path) {
}
