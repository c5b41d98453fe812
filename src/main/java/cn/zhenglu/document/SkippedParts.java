package cn.zhenglu.document;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what could not be drawn: each thing once, and only so many, since a hostile page could fail without end. */
final class SkippedParts {

    private static final int MOST = 100;

    private final Set<String> sentences = new LinkedHashSet<>();

    void add(String sentence) {
        if (sentences.size() < MOST) {
            sentences.add(sentence);
        }
    }

    List<String> list() {
        return List.copyOf(sentences);
    }
}
