/**
 * The licence as a page: template, composing (OFD, GB/T 33190-2016), drawing, previews.
 * Hides fonts and their fall-back, typesetting, the package's parts and its XML.
 */
package cn.zhenglu.document;
