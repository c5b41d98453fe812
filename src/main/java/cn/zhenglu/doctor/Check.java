package cn.zhenglu.doctor;

import java.util.List;

/** Looks at one part of the installation and changes nothing. What it throws is told as an error like any other. */
@FunctionalInterface
interface Check {

    /** @return what was seen; of a rule, only what is wrong */
    List<Finding> look() throws Exception;
}
