package cn.zhenglu.document;

import java.util.List;

/**
 * A text as a page shows it.
 *
 * @param text   its characters
 * @param size   height of the characters' square, mm
 * @param places where each character's origin stands, mm from the page's top left corner
 */
public record ShownText(String text, double size, List<Place> places) {

    public ShownText {
        places = List.copyOf(places);
    }

    /** A point of the page, mm from its top left corner. */
    public record Place(double x, double y) {
    }
}
