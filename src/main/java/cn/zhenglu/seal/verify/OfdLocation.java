package cn.zhenglu.seal.verify;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resolves {@code ST_Loc} (GB/T 33190-2016, 7.3): absolute in the package, or relative to the file that names it. */
final class OfdLocation {

    private OfdLocation() {
    }

    /**
     * @param base absolute path of the naming file
     * @param loc  as written there
     * @return an absolute path, or {@code null} when it is empty or leads out of the package
     */
    static String resolve(String base, String loc) {
        if (loc.isBlank()) {
            return null;
        }
        String joined = loc.startsWith("/") ? loc : base.substring(0, base.lastIndexOf('/') + 1) + loc;
        Deque<String> steps = new ArrayDeque<>();
        for (String step : joined.split("/")) {
            if (step.equals("..")) {
                if (steps.pollLast() == null) {
                    return null;
                }
            } else if (!step.isEmpty() && !step.equals(".")) {
                steps.addLast(step);
            }
        }
        return "/" + String.join("/", steps);
    }
}
