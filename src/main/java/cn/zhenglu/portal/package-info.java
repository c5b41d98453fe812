/**
 * The public pages: look a licence up, see it at its preview address, verify a file.
 * Hides which of our data nobody outside may see.
 */
package cn.zhenglu.portal;
