namespace Paretune.Tuning.Strategies.ModelBased;

/// <summary>Small dense matrices.</summary>
internal static class LinearSystem
{
    /// <summary>
    /// Inverts a symmetric positive definite matrix by Gauss-Jordan elimination, which needs no pivoting for such a matrix. Overwrites the
    /// matrix.
    /// </summary>
    public static double[,] Inverse(double[,] matrix)
    {
        var size = matrix.GetLength(0);
        var inverse = new double[size, size];
        for (var i = 0; i < size; i++)
            inverse[i, i] = 1;
        for (var pivot = 0; pivot < size; pivot++)
        {
            Scale(matrix, inverse, pivot, 1 / matrix[pivot, pivot]);
            for (var row = 0; row < size; row++)
                if (row != pivot)
                    Subtract(matrix, inverse, row, pivot, matrix[row, pivot]);
        }

        return inverse;
    }

    private static void Scale(double[,] matrix, double[,] inverse, int row, double factor)
    {
        for (var i = 0; i < matrix.GetLength(0); i++)
            (matrix[row, i], inverse[row, i]) = (matrix[row, i] * factor, inverse[row, i] * factor);
    }

    private static void Subtract(double[,] matrix, double[,] inverse, int row, int other, double factor)
    {
        for (var i = 0; i < matrix.GetLength(0); i++)
            (matrix[row, i], inverse[row, i]) = (matrix[row, i] - factor * matrix[other, i], inverse[row, i] - factor * inverse[other, i]);
    }
}
