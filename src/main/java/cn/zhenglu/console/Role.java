package cn.zhenglu.console;

/** What a user of the console may do. */
enum Role {
    /** 查看: sees everything, changes nothing. */
    VIEWER,
    /** 操作: tries again and archives. */
    OPERATOR,
    /** 管理: all that, and what will be kept to administrators. */
    ADMIN
}
