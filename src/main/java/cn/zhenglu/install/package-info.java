/**
 * What is done to an installation as a whole: its first settings, its backup, and putting a backup back. Hides where the files lie and
 * how PostgreSQL's own tools are called.
 */
package cn.zhenglu.install;
