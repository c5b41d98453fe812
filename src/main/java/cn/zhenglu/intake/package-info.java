/**
 * Reads sources, rows of an approval database and files of a shared folder, into licence records.
 * Hides column names, dirty values, file encodings and the form of the mapping files.
 */
package cn.zhenglu.intake;
