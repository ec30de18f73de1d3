public class Tool {
  public static void main(String[] words) { System.out.println("hello"); }
}
