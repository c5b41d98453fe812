/**
 * Tells people by chat robot or e-mail when something needs them, and when it is over.
 * Hides what is remembered of it, so that each is told once, and how messages are sent.
 */
package cn.zhenglu.alert;
