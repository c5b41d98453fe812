/**
 * What monitoring sees: metrics, the submission in every log line, traces. Hides which libraries carry them. Nothing here is needed for
 * the work, and nothing here knows personal data.
 */
package cn.zhenglu.observe;
