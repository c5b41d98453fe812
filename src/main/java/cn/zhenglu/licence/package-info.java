/**
 * The licence as the standard knows it: the record, its numbers, its identifier, its life, its rules.
 * Plain Java; hides how a check digit is computed and which operation may lead to which state.
 */
package cn.zhenglu.licence;
