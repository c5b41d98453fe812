package cn.zhenglu.document;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/**
 * A QR symbol (GB/T 18284, error correction M) as the outline of its dark areas: an outline has no seams between
 * modules at any magnification, and is smaller than a picture.
 *
 * @param modules modules along one side, without quiet zone
 * @param outline path in the abbreviated form of GB/T 33190 (9.1), one unit a module; to be filled by the even-odd rule
 */
record QrSymbol(int modules, String outline) {

    private static final int[] DX = {1, 0, -1, 0};
    private static final int[] DY = {0, 1, 0, -1};

    /** @throws IllegalArgumentException when the text does not fit into a QR symbol */
    static QrSymbol of(String text) {
        try {
            ByteMatrix matrix = Encoder.encode(text, ErrorCorrectionLevel.M, hints(text)).getMatrix();
            return new QrSymbol(matrix.getWidth(), trace(matrix));
        } catch (WriterException tooLong) {
            throw new IllegalArgumentException(tooLong);
        }
    }

    /** Codes are ASCII; anything else is marked as UTF-8, which costs a few bits. */
    private static Map<EncodeHintType, Object> hints(String text) {
        return text.chars().allMatch(character -> character < 0x80) ? Map.of() : Map.of(EncodeHintType.CHARACTER_SET, "UTF-8");
    }

    /** Follows the border of the dark areas, dark on the right hand, turning right where two areas touch in a corner. */
    private static String trace(ByteMatrix matrix) {
        int n = matrix.getWidth();
        boolean[][][] border = new boolean[4][n + 1][n + 1]; // [direction][y][x]: an edge leaves this corner that way
        for (int y = 0; y < n; y++) {
            for (int x = 0; x < n; x++) {
                if (dark(matrix, x, y)) {
                    border[0][y][x] = !dark(matrix, x, y - 1);
                    border[1][y][x + 1] = !dark(matrix, x + 1, y);
                    border[2][y + 1][x + 1] = !dark(matrix, x, y + 1);
                    border[3][y + 1][x] = !dark(matrix, x - 1, y);
                }
            }
        }
        StringBuilder path = new StringBuilder();
        for (int y = 0; y <= n; y++) {
            for (int x = 0; x <= n; x++) {
                if (border[0][y][x]) {
                    follow(border, x, y, path);
                }
            }
        }
        return path.toString().strip();
    }

    private static void follow(boolean[][][] border, int startX, int startY, StringBuilder path) {
        path.append("M ").append(startX).append(' ').append(startY).append(' ');
        int x = startX;
        int y = startY;
        int direction = 0;
        while (border[direction][y][x]) {
            border[direction][y][x] = false;
            x += DX[direction];
            y += DY[direction];
            int onward = onward(border, x, y, direction);
            if (onward != direction && border[onward][y][x]) {
                path.append("L ").append(x).append(' ').append(y).append(' ');
            }
            direction = onward;
        }
        path.append("C ");
    }

    private static int onward(boolean[][][] border, int x, int y, int direction) {
        for (int turn : new int[] {1, 0, 3}) {
            int candidate = (direction + turn) % 4;
            if (border[candidate][y][x]) {
                return candidate;
            }
        }
        return direction;
    }

    private static boolean dark(ByteMatrix matrix, int x, int y) {
        return x >= 0 && y >= 0 && x < matrix.getWidth() && y < matrix.getHeight() && matrix.get(x, y) == 1;
    }
}
