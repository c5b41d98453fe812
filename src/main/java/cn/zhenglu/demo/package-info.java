/**
 * The demo profile: keys, seals and a simulator made at first start, sample approvals, and a line of progress.
 * Hides everything that must never exist outside it.
 */
package cn.zhenglu.demo;
