/**
 * The operators' pages: what needs a person and what to do about it.
 * Hides sign-in, roles and how the pages are put together.
 */
package cn.zhenglu.console;
