package cn.zhenglu.document;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The fonts of a template, and the order in which they stand in for one another. */
final class Typefaces {

    private final Map<String, Typeface> byName;
    private final List<Typeface> fallback;

    Typefaces(Map<String, Typeface> byName, List<Typeface> fallback) {
        this.byName = Map.copyOf(byName);
        this.fallback = List.copyOf(fallback);
    }

    /**
     * The font that shows this character in a text set in {@code preferred}: that one, or the first of the fall-back
     * list.
     */
    Optional<Typeface> forCharacter(String preferred, int codePoint) {
        return Stream.concat(Stream.of(byName.get(preferred)), fallback.stream())
                .filter(face -> face.shows(codePoint)).findFirst();
    }

    /** The first of the fall-back list that shows this character. */
    Optional<Typeface> forCharacter(int codePoint) {
        return fallback.stream().filter(face -> face.shows(codePoint)).findFirst();
    }
}
