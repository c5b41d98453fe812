/**
 * What the console's and the public's pages share: language, response headers, where the language switch leads.
 * Hides how Spring is told; knows no other room.
 */
package cn.zhenglu.web;
