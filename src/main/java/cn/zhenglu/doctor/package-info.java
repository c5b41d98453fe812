/**
 * Whether the server can run as it is configured: the command {@code doctor}, and the rules that every start must pass.
 * Hides how each part is tried without changing anything.
 */
package cn.zhenglu.doctor;
