package cn.zhenglu.doctor;

import cn.zhenglu.licence.Problem;

/**
 * What came of looking at something, in Chinese.
 *
 * @param level  how bad it is
 * @param text   what was seen
 * @param remedy what to do; {@code null} when there is nothing to do
 */
record Finding(Level level, String text, String remedy) {

    /** How bad it is. */
    enum Level {
        OK("正常"),
        WARNING("警告"),
        ERROR("错误");

        private final String label;

        Level(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    static Finding ok(String text) {
        return new Finding(Level.OK, text, null);
    }

    static Finding warning(String text, String remedy) {
        return new Finding(Level.WARNING, text, remedy);
    }

    static Finding error(String text, String remedy) {
        return new Finding(Level.ERROR, text, remedy);
    }

    static Finding error(Problem problem) {
        return error(problem.message(), problem.remedy());
    }

    boolean isError() {
        return level == Level.ERROR;
    }
}
