#pragma once

#include <stddef.h>

// OpenBLAS declared by hand: only what the program calls, so that neither cblas.h (which Debian's
// alternatives system may point at another library) nor LAPACKE is needed. 32-bit integers, as in
// Debian's default builds.

/// The row-major storage order of the C interface.
static const int OPENBLAS_ROW_MAJOR = 101;
/// Use the matrix as it is stored.
static const int OPENBLAS_NO_TRANSPOSE = 111;
/// Use the transpose of the stored matrix.
static const int OPENBLAS_TRANSPOSE = 112;
/// Write the upper triangle only.
static const int OPENBLAS_UPPER = 121;

void openblas_set_num_threads(int count);
int openblas_get_num_threads(void);
char *openblas_get_config(void);

/// The index of the element of largest magnitude, from 0.
size_t cblas_idamax(int n, const double *x, int step);
void cblas_dgemm(int order, int transposeA, int transposeB, int m, int n, int k, double alpha,
                 const double *a, int lda, const double *b, int ldb, double beta, double *c,
                 int ldc);
void cblas_sgemm(int order, int transposeA, int transposeB, int m, int n, int k, float alpha,
                 const float *a, int lda, const float *b, int ldb, float beta, float *c, int ldc);
void cblas_dsyrk(int order, int triangle, int transpose, int n, int k, double alpha,
                 const double *a, int lda, double beta, double *c, int ldc);

/// Eigenvalues of a symmetric matrix by divide and conquer; the Fortran interface of LAPACK.
void dsyevd_(const char *job, const char *triangle, const int *n, double *a, const int *lda,
             double *w, double *work, const int *lwork, int *iwork, const int *liwork, int *info);
