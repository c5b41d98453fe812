package cn.zhenglu.doctor;

import java.util.Collection;
import java.util.List;

/** The routes without which nothing is issued, or what people ask for is not done; an installation may leave out an intake that it does not use. */
public final class RequiredRoutes {

    private static final List<String> IDS = List.of("dispatch", "issue", "upload", "state", "dead-letters", "relay-post", "retry",
            "stock-read", "stock-tend");

    private RequiredRoutes() {
    }

    /** Those that are not among these ids. */
    public static List<String> missingFrom(Collection<String> ids) {
        return IDS.stream().filter(id -> !ids.contains(id)).toList();
    }
}
