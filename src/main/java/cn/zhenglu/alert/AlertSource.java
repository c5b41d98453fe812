package cn.zhenglu.alert;

import java.util.List;

/** Something that knows of conditions which people must be told of. Every bean of this type is asked, on every node. */
public interface AlertSource {

    /** What is the case now. What is no longer among them is over. */
    List<Condition> conditions();
}
