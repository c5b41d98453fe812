package cn.zhenglu.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a line stands in its box. */
enum Alignment {
    /** 左对齐. */
    @JsonProperty("left") LEFT,
    /** 居中. */
    @JsonProperty("center") CENTER,
    /** 右对齐. */
    @JsonProperty("right") RIGHT,
    /** 分散对齐: the characters fill the width, as labels of unequal length do. */
    @JsonProperty("justify") JUSTIFY
}
